/* Stands where Windows has its source of random bytes and Wine 8 has none: Rust programs, such as
   py-rattler, ask for this one name when they are loaded. Wine's own older source answers. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    return SystemFunction036(buffer, (ULONG)length);
}
