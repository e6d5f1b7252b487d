// A camera's moving picture: MJPEG with the boxes drawn in by the server.

import { picture } from "/static/elements.js";
import { say } from "/static/language.js";

export class Screen {
  constructor(camera) {
    this.root = picture(camera.video, say("live.picture", { camera: camera.name }), { loading: "eager" });
  }

  close() {
    this.root.removeAttribute("src");
  }
}
