// A camera's moving picture: its own H.264 with boxes drawn over it, or what the server draws where that cannot be played.

import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { Overlay } from "/static/overlay.js";
import { Pictures } from "/static/pictures.js";
import { canPlay, Player } from "/static/player.js";

const TRIES = 3; // In a row without a picture; then the server's pictures are taken.
const AGAIN_MILLISECONDS = 1500;

export class Screen {
  constructor(camera) {
    this.camera = camera;
    this.root = element("span", { className: "screen-inside" });
    this.begin();
  }

  // Begin, or begin anew where the server was away: what failed meanwhile says nothing of this video.
  begin() {
    this.tries = 0;
    this.stop();
    if (canPlay()) this.play();
    else this.showPictures();
  }

  // data-mode tells what is shown, data-error by how many seconds the newest boxes were drawn beside their frame.
  play() {
    const video = element("video", { muted: true, autoplay: true, playsInline: true, disablePictureInPicture: true, "aria-label": this.words() });
    const canvas = element("canvas", { "aria-hidden": "true" });
    const overlay = (this.overlay = new Overlay(canvas));
    this.root.replaceChildren(video, canvas);
    this.root.dataset.mode = "video";
    const draw = (_, { mediaTime, presentedFrames }) => {
      const scene = overlay.draw(mediaTime);
      this.root.dataset.frames = presentedFrames;
      this.root.dataset.error = scene ? Math.abs(scene.pts - mediaTime).toFixed(3) : "";
      if (video.isConnected) video.requestVideoFrameCallback(draw);
    };
    video.requestVideoFrameCallback(draw);
    this.player = new Player(video, this.socket("live"), { scene: (scene) => overlay.add(scene), ended: (forGood) => this.again(forGood) });
  }

  again(forGood) {
    this.tries = this.player.played ? 1 : this.tries + 1;
    if (!forGood && this.tries < TRIES) this.retry = setTimeout(() => this.play(), AGAIN_MILLISECONDS);
    else {
      this.tries = 0;
      this.showPictures();
    }
  }

  showPictures() {
    this.player = new Pictures(this.place("pictures"), this.socket("pictures"), () => this.picturesAgain());
  }

  picturesAgain() {
    this.tries = this.player.shown ? 1 : this.tries + 1;
    if (this.tries < TRIES) this.retry = setTimeout(() => this.showPictures(), AGAIN_MILLISECONDS);
    else this.place("mjpeg").src = this.camera.video; // No WebSocket comes through here.
  }

  // Return the image that takes the place of whatever was shown.
  place(mode) {
    const image = element("img", { alt: this.words() });
    this.overlay = null;
    this.root.replaceChildren(image);
    this.root.dataset.mode = mode;
    return image;
  }

  socket(name) {
    return `${location.origin.replace(/^http/, "ws")}/cameras/${encodeURIComponent(this.camera.name)}/${name}`;
  }

  // Return the number of the track whose face lies under a click, or null.
  trackAt(event) {
    return this.overlay?.trackAt(event.clientX, event.clientY) ?? null;
  }

  words() {
    return say("live.picture", { camera: this.camera.name });
  }

  stop() {
    clearTimeout(this.retry);
    this.player?.close();
    // An MJPEG picture that is only taken off the page goes on loading.
    this.root.querySelector("img")?.removeAttribute("src");
    this.root.replaceChildren();
  }
}
