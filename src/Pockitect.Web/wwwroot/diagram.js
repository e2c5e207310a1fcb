// Arrow keys move to the nearest tile in that direction; Enter and Space select it.
const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function walk(frame) {
  frame.addEventListener('keydown', event => {
    const from = event.target.closest('[role=button]');
    if (!from) return;
    if (event.key === 'Enter' || event.key === ' ') from.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    else if (event.key in directions) go(frame, from, nearest(frame, from, directions[event.key]));
    else if (event.key === 'Home') go(frame, from, frame.querySelector('[role=button]'));
    else return;
    event.preventDefault();
  });
}

function nearest(frame, from, [right, down]) {
  const middle = element => { const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  const [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const other of frame.querySelectorAll('[role=button]')) {
    const [otherX, otherY] = middle(other);
    const ahead = (otherX - x) * right + (otherY - y) * down;
    const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
    if (other !== from && ahead > 1 && ahead + 2 * aside < least) [best, least] = [other, ahead + 2 * aside];
  }
  return best;
}

function go(frame, from, to) {
  if (!to) return;
  frame.querySelectorAll('[role=button][tabindex="0"]').forEach(one => one.setAttribute('tabindex', '-1'));
  to.setAttribute('tabindex', '0');
  to.focus();
  to.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

// Draws an SVG file on a canvas, up to the maximum canvas size, and returns it as PNG.
export async function png(name, width, height, stream) {
  const image = new Image();
  const bytes = new Uint8Array(await stream.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  image.src = `data:image/svg+xml;base64,${btoa(text)}`;
  await image.decode();
  const scale = Math.min(2, 16000 / Math.max(width, height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise(done => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('The browser could not make a PNG of this size.');
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  [link.href, link.download] = [address, name];
  link.click();
  // The browser reads it after this function returns.
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
