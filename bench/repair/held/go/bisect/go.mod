module example.com/bisect

go 1.19
