// The wizard's browser functions: shortcuts, focus, the highlighted line, and text typed while disconnected.
const patience = 120000;

export function attach(root) {
  const typed = new Map();
  const modal = document.getElementById('components-reconnect-modal');

  const note = event => {
    // Removed fields must not stay in memory.
    for (const field of typed.keys()) if (!field.isConnected) typed.delete(field);
    typed.set(event.target, Date.now());
  };

  // The server may have missed the last input. Sending it again is harmless.
  const back = event => {
    if (event.detail.state !== 'hide') return;
    for (const [field, at] of typed) {
      if (!field.isConnected || Date.now() - at > patience) continue;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      if (field !== document.activeElement) field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    typed.clear();
  };

  const keys = event => {
    const isTyping = event.target instanceof Element && event.target.matches('input:not([type=checkbox]), textarea, select');
    if (event.altKey && /^Digit[1-6]$/.test(event.code)) {
      event.preventDefault();
      root.querySelector(`[data-step="${event.code.at(-1)}"]`)?.click();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !isTyping) {
      event.preventDefault();
      root.querySelector(event.shiftKey ? '[data-act=redo]' : '[data-act=undo]')?.click();
    }
  };

  // Line marks are behind the text and scroll with it.
  const scroll = event => {
    if (event.target.id === 'yaml') event.target.parentElement.style.setProperty('--scroll', `${event.target.scrollTop}px`);
  };

  // Remembers open panes for this window.
  const toggle = event => {
    if (event.target.dataset?.keep) sessionStorage.setItem(`pane-${event.target.dataset.keep}`, event.target.open ? 'open' : 'closed');
  };
  for (const pane of root.querySelectorAll('[data-keep]')) {
    if (sessionStorage.getItem(`pane-${pane.dataset.keep}`) === 'closed') pane.open = false;
  }

  root.addEventListener('input', note, true);
  root.addEventListener('scroll', scroll, true);
  root.addEventListener('toggle', toggle, true);
  document.addEventListener('keydown', keys);
  modal?.addEventListener('components-reconnect-state-changed', back);
  // The heading that had the focus while loading is gone.
  if (document.activeElement === document.body) root.querySelector('h1').focus({ preventScroll: true });
  root.dataset.attached = '';
  return {
    detach() {
      document.removeEventListener('keydown', keys);
      modal?.removeEventListener('components-reconnect-state-changed', back);
      typed.clear();
    },
  };
}

// Focuses the first existing element, after the page's own focus changes.
export function go(ids) {
  setTimeout(() => {
    const field = ids.map(id => document.getElementById(id)).find(Boolean);
    field?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  }, 60);
}

// Scrolls a line of the text into view, unless the user is typing there.
export function show(line) {
  const area = document.getElementById('yaml');
  if (area && document.activeElement !== area) reveal(area, line);
}

// Moves the caret to a line of the text.
export function edit(line) {
  const area = document.getElementById('yaml');
  if (!area) return;
  area.closest('details').open = true;
  const at = area.value.split('\n').slice(0, line).join('\n').length;
  area.focus();
  area.setSelectionRange(at, at);
  reveal(area, line);
}

function reveal(area, line) {
  if (line < 1) return;
  const height = parseFloat(getComputedStyle(area).lineHeight);
  const top = (line - 1) * height;
  if (top < area.scrollTop || top + 2 * height > area.scrollTop + area.clientHeight) area.scrollTop = Math.max(0, top - area.clientHeight / 3);
}
