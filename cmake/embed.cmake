# Turns IN into a C++ raw string literal. MSVC's limit of 16 kB a literal does not bind us.
file(READ ${IN} text)
file(WRITE ${OUT} "R\"__plumb__(${text})__plumb__\"")
