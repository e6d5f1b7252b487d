// A photo from the camera of the device that shows the page.

import { openDialog } from "/static/dialog.js";
import { element } from "/static/elements.js";
import { say } from "/static/language.js";
import { notice } from "/static/notices.js";

const QUALITY = 0.95;

// Show the device's camera and hand the photo, once it is taken, to `take` as a file.
export async function takePhoto(take) {
  // Browsers offer their camera to pages by HTTPS and on this machine only.
  const stream = await navigator.mediaDevices?.getUserMedia({ video: { width: { ideal: 1280 } } }).catch(() => null);
  if (!stream) return notice(say("person.noWebcam"), "bad");
  const video = element("video", { autoplay: true, muted: true, playsInline: true, srcObject: stream });
  const shoot = async () => {
    take(await photoOf(video));
    dialog.close();
  };
  const end = () => stream.getTracks().forEach((track) => track.stop());
  const buttons = [element("button", { textContent: say("action.cancel"), onclick: () => dialog.close() }), element("button", { className: "main", textContent: say("person.shoot"), onclick: shoot })];
  const dialog = openDialog({ id: "webcam", title: say("person.webcam"), onclose: end }, video, element("div", { className: "row end" }, buttons));
  return null;
}

function photoOf(video) {
  const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(new File([blob], "webcam.jpg", { type: blob.type })), "image/jpeg", QUALITY));
}
