// A camera's pictures as the server draws them, by WebSocket: a browser keeps six connections to a server, and each
// MJPEG would hold one of them for as long as it is shown.

export class Pictures {
  // `ended` is called once there are no more.
  constructor(image, address, ended) {
    this.image = image;
    this.ended = ended;
    this.shown = false;
    this.newest = null;
    this.url = null;
    this.socket = new WebSocket(address);
    this.socket.binaryType = "blob";
    this.socket.addEventListener("message", (event) => this.take(event.data));
    this.socket.addEventListener("close", () => this.end());
    image.addEventListener("load", () => ((this.shown = true), this.next()));
    image.addEventListener("error", () => this.next());
  }

  // The newest wins: one that comes while another is decoded takes the place of whatever waits.
  take(picture) {
    this.newest = picture;
    if (!this.url) this.show();
  }

  next() {
    this.forget();
    if (this.newest) this.show();
  }

  show() {
    this.url = URL.createObjectURL(this.newest);
    this.newest = null;
    this.image.src = this.url;
  }

  forget() {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = null;
  }

  end() {
    if (this.over) return;
    this.close();
    this.ended();
  }

  close() {
    this.over = true;
    this.newest = null;
    this.forget();
    this.socket.close();
  }
}
