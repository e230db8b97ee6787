class Playlist {
  constructor(tracks = []) {
    this.tracks = [...tracks];
    this.at = 0;
  }

  get current() {
    return this.tracks[this.at];
  }

  next() {
    if (this.tracks.length === 0) return undefined;
    this.at = (this.at + 1) % this.tracks.length;
    return this.current;
  }

  previous() {
    if (this.tracks.length === 0) return undefined;
    this.at = (this.at + this.tracks.length - 1) % this.tracks.length;
    return this.current;
  }

  /** Puts the tracks behind the current one. */
  playNext(...tracks) {
    this.tracks.splice(this.at + 1, 0, ...tracks);
  }

  /** Moves one track; the current one stays the current one. */
  move(from, to) {
    const playing = this.current;
    const [track] = this.tracks.slice(from, 1);
    this.tracks.splice(to, 0, track);
    this.at = this.tracks.indexOf(playing);
  }

  remove(index) {
    if (index < 0 || index >= this.tracks.length) return false;
    this.tracks.splice(index, 1);
    if (index < this.at || this.at === this.tracks.length) this.at = Math.max(0, this.at - 1);
    return true;
  }
}

module.exports = { Playlist };
