/* The functions for complex numbers of Windows' C library, which Wine's has as names only and
 * NumPy and SciPy need. All others are passed on to Wine's own; libraries.py writes that list.
 *
 * Windows passes these numbers as structures and not as C's complex types, and its long double
 * is a double.
 */
#include <complex.h>

typedef struct { double part[2]; } wide;
typedef struct { float part[2]; } narrow;

static double complex of_wide(wide z) { return __builtin_complex(z.part[0], z.part[1]); }
static float complex of_narrow(narrow z) { return __builtin_complex(z.part[0], z.part[1]); }
static wide to_wide(double complex z) { return (wide){{__real__ z, __imag__ z}}; }
static narrow to_narrow(float complex z) { return (narrow){{__real__ z, __imag__ z}}; }

#define NUMBER(name)                                                                  \
    wide own_##name(wide z) { return to_wide(name(of_wide(z))); }                     \
    narrow own_##name##f(narrow z) { return to_narrow(name##f(of_narrow(z))); }
#define MEASURE(name)                                                                 \
    double own_##name(wide z) { return name(of_wide(z)); }                            \
    float own_##name##f(narrow z) { return name##f(of_narrow(z)); }
#define NUMBER_OF_TWO(name)                                                           \
    wide own_##name(wide z, wide w) { return to_wide(name(of_wide(z), of_wide(w))); } \
    narrow own_##name##f(narrow z, narrow w)                                          \
    { return to_narrow(name##f(of_narrow(z), of_narrow(w))); }

NUMBER(cacos)
NUMBER(cacosh)
NUMBER(casin)
NUMBER(casinh)
NUMBER(catan)
NUMBER(catanh)
NUMBER(ccos)
NUMBER(ccosh)
NUMBER(cexp)
NUMBER(clog)
NUMBER(conj)
NUMBER(cproj)
NUMBER(csin)
NUMBER(csinh)
NUMBER(csqrt)
NUMBER(ctan)
NUMBER(ctanh)
MEASURE(cabs)
MEASURE(carg)
MEASURE(cimag)
MEASURE(creal)
NUMBER_OF_TWO(cpow)
