#ifndef SLUICE_GIT_LIBRARY_H
#define SLUICE_GIT_LIBRARY_H

/* Starts libgit2 and cuts it off from the machine: no system, XDG, global or ProgramData configuration is read,
   a repository may belong to another user, and objects are not hashed again when they are read.
   Returns 0, or libgit2's code with its message in git_error_last(). Call once. */
int sluice_git_start(void);

#endif
