// Regions as lists of corners, [x, y] in shares of the picture, 0..1.

const NEAR = 0.03;
const NARROWEST = 0.02;
const DIGITS = 4;

export function share(value) {
  return Number(within(value, 0, 1).toFixed(DIGITS));
}

export function isNear([x, y], otherX, otherY) {
  return Math.hypot(x - otherX, y - otherY) < NEAR;
}

export function rectangle([left, top], [right, bottom]) {
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

export function boundsOf(region) {
  const [xs, ys] = [0, 1].map((axis) => region.map((corner) => corner[axis]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

// Return the region moved by `x` and `y`, as far as the picture reaches.
export function shifted(region, x, y) {
  const { left, top, width, height } = boundsOf(region);
  const [right, down] = [within(x, -left, 1 - left - width), within(y, -top, 1 - top - height)];
  return region.map(([atX, atY]) => [share(atX + right), share(atY + down)]);
}

// Return the region made wider by `x` and higher by `y`, its left and its top side where they were.
export function stretched(region, x, y) {
  const { left, top, width, height } = boundsOf(region);
  const [wider, higher] = [growth(width, x, 1 - left), growth(height, y, 1 - top)];
  return region.map(([atX, atY]) => [share(left + (atX - left) * wider), share(top + (atY - top) * higher)]);
}

function growth(size, step, most) {
  return size > 0 ? within(size + step, Math.min(NARROWEST, size), most) / size : 1;
}

function within(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
