#ifndef SLUICE_CSHIMS_H
#define SLUICE_CSHIMS_H

/* One header per topic. Nothing here decides anything: these are typed doors to C interfaces that Swift cannot call,
   and the two smart transports that libgit2 must find as C callbacks. */

#include "curl_options.h"
#include "git_http.h"
#include "git_library.h"
#include "git_operation.h"
#include "git_ssh.h"
#include "linux_process.h"
#include "linux_signals.h"
#include "mhd_server.h"

#endif
