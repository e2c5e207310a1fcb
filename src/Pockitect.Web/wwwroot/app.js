// Says that the connection is gone, with a way to try at once, and leaves the keys where they are: what is typed meanwhile is told when it is back.
(() => {
  const notice = document.getElementById('components-reconnect-modal');
  notice.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail.state;
    if (state === 'rejected') {
      location.reload();
      return;
    }
    notice.hidden = state === 'hide';
    document.body.toggleAttribute('data-lost', state !== 'hide');
  });
  document.getElementById('reconnect-now').addEventListener('click', () => Blazor.reconnect().then(ok => { if (!ok) location.reload(); }, () => location.reload()));
})();
