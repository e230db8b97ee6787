module example.com/ratio

go 1.19
