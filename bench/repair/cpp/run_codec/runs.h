#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

using Bytes = std::vector<std::uint8_t>;

/// Packs runs of equal bytes. A block is either
///   0, n, b      n times the byte b (n from 4 to 255)
///   n, b1 ... bn n bytes as they are (n from 1 to 255)
Bytes pack(const Bytes& data);

/// nullopt if the data are damaged.
std::optional<Bytes> unpack(const Bytes& packed);

/// The number of blocks in packed data, or nullopt if they are damaged.
std::optional<std::size_t> blocks(const Bytes& packed);
