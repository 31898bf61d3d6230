// C functions that Swift cannot call as they are, one header per library.
#include "curl_options.h"
#include "linux_process.h"
