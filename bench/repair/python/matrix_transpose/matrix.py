def shape(rows):
    return len(rows), len(rows[0]) if rows else 0


def transpose(rows):
    height, width = shape(rows)
    return [[rows[i][j] for i in range(height)] for j in range(height)]


def multiply(a, b):
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def identity(n):
    return [[1 if i == j else 0 for j in range(n)] for i in range(n)]
