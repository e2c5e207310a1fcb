// The window's shortcuts, theme and dialogs. Their content comes from the server.
const dark = matchMedia('(prefers-color-scheme: dark)');
const lastingKeys = 1500;
let listener = null;
let places = {};
let singleKeys = true;
let afterG = 0;

const isTyping = element => element.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]') !== null;

// Shortcuts click a button of the page, so everything works with the mouse, too.
const press = id => document.getElementById(id)?.click();

document.addEventListener('keydown', event => {
  if (event.isComposing) return;
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    press('open-palette');
    return;
  }
  // Moves in the list instead of moving the caret.
  if (event.target.id === 'palette-input' && ['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) event.preventDefault();
  if (!singleKeys || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
  if (event.key === '?') {
    event.preventDefault();
    press('open-shortcuts');
  } else if (event.timeStamp - afterG < lastingKeys && places[`g ${event.key}`]) {
    event.preventDefault();
    afterG = 0;
    Blazor.navigateTo(places[`g ${event.key}`]);
  } else {
    afterG = event.key === 'g' ? event.timeStamp : 0;
  }
});

// Immediately, without waiting for the server, so that typed text goes into the dialog.
document.addEventListener('click', event => {
  if (!event.target.closest('#open-palette')) return;
  const input = document.getElementById('palette-input');
  input.value = '';
  show(input.closest('dialog'));
}, true);

// A click outside a dialog hits its backdrop.
document.addEventListener('click', event => {
  if (event.target instanceof HTMLDialogElement && event.target.dataset.light !== undefined) event.target.close();
});

dark.addEventListener('change', () => listener?.invokeMethodAsync('OnSystemColours', dark.matches));

export function start(reference, where, hasSingleKeys) {
  [listener, places, singleKeys] = [reference, where, hasSingleKeys];
  return dark.matches;
}

export function useSingleKeys(hasSingleKeys) {
  singleKeys = hasSingleKeys;
}

export function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

export function show(dialog) {
  if (!dialog.open) dialog.showModal();
}

export function close(dialog) {
  dialog.close();
}

export function reveal(id) {
  document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
