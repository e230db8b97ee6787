def split_row(line, separator=",", quote='"'):
    """Fields of one line; a quoted field may hold separators, a doubled quote is one."""
    fields = []
    field = ""
    quoted = False
    i = 0
    while i < len(line):
        c = line[i]
        if quoted:
            if c == quote:
                if line[i:i + 1] == quote * 2:
                    field += quote
                    i += 1
                else:
                    quoted = False
            else:
                field += c
        elif c == quote:
            quoted = True
        elif c == separator:
            fields.append(field)
            field = ""
        else:
            field += c
        i += 1
    fields.append(field)
    return fields
