// Reads the number in each picture that the page shows, and when it was shown: [[Unix milliseconds, number, error], ...].
// The cells are those of rollcall.bench.capture.time_code.
async ([selector, milliseconds]) => {
  const CELL = 16, COLUMNS = 16, ROWS = 4, CHECK_BITS = 8, CHECK_PRIME = 251;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [COLUMNS * CELL, ROWS * CELL];
  const context = canvas.getContext("2d", { willReadFrequently: true });

  function numberIn(picture) {
    const { width, height } = canvas;
    context.drawImage(picture, 0, 0, width, height, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    let word = 0n;
    for (let bit = 0; bit < COLUMNS * ROWS; bit++) {
      const x = (bit % COLUMNS) * CELL + CELL / 2, y = Math.floor(bit / COLUMNS) * CELL + CELL / 2;
      if (data[(y * width + x) * 4 + 1] > 127) word |= 1n << BigInt(bit);
    }
    const value = Number(word >> BigInt(CHECK_BITS));
    return value % CHECK_PRIME === Number(word & 255n) ? value : null;
  }

  const picture = document.querySelector(selector);
  const screen = picture.closest(".screen-inside");
  const looks = [];
  const end = performance.now() + milliseconds;
  const note = (shown) => {
    const number = numberIn(picture);
    if (number !== null && number !== looks.at(-1)?.[1]) looks.push([performance.timeOrigin + shown, number, screen.dataset.error ?? ""]);
  };
  await new Promise((done) => {
    const nextFrame = (now, frame) => {
      note(frame.expectedDisplayTime);
      if (now < end) picture.requestVideoFrameCallback(nextFrame);
      else done();
    };
    const nextPaint = (now) => {
      note(now);
      if (now < end) requestAnimationFrame(nextPaint);
      else done();
    };
    if (picture.requestVideoFrameCallback) picture.requestVideoFrameCallback(nextFrame);
    else requestAnimationFrame(nextPaint);
  });
  return looks;
}
