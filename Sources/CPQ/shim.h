#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#error "<libpq-fe.h> not found. Debian and Ubuntu: apt-get install libpq-dev. Or build without --traits PostgreSQL."
#endif

// Swift does not see macros that are characters.
static const int CPQFieldMessage = PG_DIAG_MESSAGE_PRIMARY;
static const int CPQFieldState = PG_DIAG_SQLSTATE;
