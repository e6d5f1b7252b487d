// The camera's own H.264, played as it comes: fragments of MP4 from a WebSocket into a video element.

const MOST_WAITING = 300; // Fragments that are not yet in the buffer; beyond, the page is too slow for the video.
const KEPT_SECONDS = 8;
const LATEST_SECONDS = 0.8; // Further behind than this: jump.
const BEHIND_SECONDS = 0.3; // Further behind than this: a little faster, which nobody sees.
const LEAD_SECONDS = 0.12; // How much is left in the buffer after a jump: three frames at 25 a second.
const FASTER = 1.08;

export function canPlay() {
  return "MediaSource" in window && "requestVideoFrameCallback" in HTMLVideoElement.prototype;
}

export class Player {
  // `scene` is called with each scene, `ended` once it is over: with true where this video cannot be played here at all.
  constructor(video, address, { scene, ended }) {
    this.video = video;
    this.scene = scene;
    this.ended = ended;
    this.waiting = [];
    this.played = false;
    this.socket = new WebSocket(address);
    this.socket.binaryType = "arraybuffer";
    this.socket.addEventListener("message", (event) => this.take(event.data));
    this.socket.addEventListener("close", () => this.end(false));
    this.broken = () => this.end(true);
    video.addEventListener("error", this.broken);
  }

  take(data) {
    if (data instanceof ArrayBuffer) return this.append(data);
    const message = JSON.parse(data);
    if (message.kind === "scene") return this.scene(message);
    if (message.kind === "format" && MediaSource.isTypeSupported(message.mime)) return this.open(message.mime);
    return this.end(true);
  }

  // Begin with a fresh buffer: also where the camera changes its size or profile.
  open(mime) {
    const source = new MediaSource();
    this.waiting = [];
    this.buffer = null;
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = URL.createObjectURL(source);
    source.addEventListener("sourceopen", () => {
      this.buffer = source.addSourceBuffer(mime);
      this.buffer.addEventListener("updateend", () => this.next());
      this.next();
    }, { once: true });
    this.video.src = this.url;
    this.video.play().catch(() => {});
  }

  append(data) {
    this.waiting.push(data);
    if (this.waiting.length > MOST_WAITING) this.end(false);
    else this.next();
  }

  next() {
    const { buffer, video } = this;
    if (!buffer || buffer.updating || video.error || this.over) return;
    this.keepUp();
    try {
      const old = video.currentTime - KEPT_SECONDS;
      if (buffer.buffered.length && buffer.buffered.start(0) < old - KEPT_SECONDS) buffer.remove(0, old);
      else if (this.waiting.length) buffer.appendBuffer(join(this.waiting.splice(0)));
    } catch {
      this.end(false);
    }
  }

  // Stay near the newest frame: the time that a page sleeps is not caught up by watching it.
  keepUp() {
    const { buffered } = this.buffer;
    if (!buffered.length) return;
    this.played = true;
    const last = buffered.length - 1;
    const newest = buffered.end(last);
    const behind = newest - this.video.currentTime;
    if (behind > LATEST_SECONDS || behind < 0) this.video.currentTime = Math.max(buffered.start(last), newest - LEAD_SECONDS);
    this.video.playbackRate = behind > BEHIND_SECONDS ? FASTER : 1;
  }

  end(forGood) {
    if (this.over) return;
    this.over = true;
    this.close();
    this.ended(forGood);
  }

  close() {
    this.over = true;
    this.socket.close();
    this.video.removeEventListener("error", this.broken);
    if (this.url) URL.revokeObjectURL(this.url);
  }
}

function join(parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return joined;
}
