#if __has_include(<zlib.h>)
#include <zlib.h>
#else
#error "<zlib.h> not found. Debian and Ubuntu: apt-get install zlib1g-dev."
#endif
