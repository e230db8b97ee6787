module example.com/graph_paths

go 1.19
