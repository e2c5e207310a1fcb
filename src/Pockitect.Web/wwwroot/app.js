// Our own reconnect dialog: shown while the connection is gone, with a way to try at once.
(() => {
  const dialog = document.getElementById('components-reconnect-modal');
  dialog.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail.state;
    if (state === 'show') dialog.showModal();
    else if (state === 'hide') dialog.close();
    else if (state === 'rejected') location.reload();
  });
  document.getElementById('reconnect-now').addEventListener('click', () => Blazor.reconnect().then(ok => { if (!ok) location.reload(); }, () => location.reload()));
})();
