// Empty: toml++ is compiled in src/base/toml.cpp now. To be deleted by the founder.
