/* Stands where Windows 10 has its own ICU and Wine has none: Qt6Core.dll asks for these names when
   it is loaded, and calls them only to convert text between old encodings. Every answer is "no".
   Never part of what people download. */
#define NO(name) __declspec(dllexport) void *name(void) { return 0; }

NO(ucnv_open) NO(ucnv_close) NO(ucnv_reset) NO(ucnv_getMaxCharSize) NO(ucnv_getName)
NO(ucnv_getToUCallBack) NO(ucnv_getFromUCallBack) NO(ucnv_setToUCallBack)
NO(ucnv_setFromUCallBack) NO(ucnv_cbToUWriteUChars) NO(ucnv_toUnicode) NO(ucnv_fromUnicode)
NO(ucnv_cbFromUWriteUChars) NO(ucnv_toUCountPending) NO(ucnv_fromUCountPending)
NO(ucnv_getStandardName) NO(ucnv_getAvailableName) NO(ucnv_countAvailable)
NO(UCNV_FROM_U_CALLBACK_SUBSTITUTE) NO(UCNV_TO_U_CALLBACK_SUBSTITUTE)
