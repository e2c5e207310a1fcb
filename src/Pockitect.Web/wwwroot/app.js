// Distinguishes a lost connection from a stopped app, and offers an immediate retry. Typed text reaches the server after reconnecting.
(() => {
  const notice = document.getElementById('components-reconnect-modal');
  const [pause, answer, misses] = [700, 2500, 3];
  let state = 'hide';
  let isWatching = false;

  // Any file of the app works; only a response matters.
  const answers = async () => {
    try {
      await fetch('_content/Pockitect.Web/icon.svg', { cache: 'no-store', signal: AbortSignal.timeout(answer) });
      return true;
    } catch {
      return false;
    }
  };

  const reconnect = () => Blazor.reconnect().then(ok => { if (!ok) location.reload(); }, () => {});

  const watch = async () => {
    if (isWatching) return;
    isWatching = true;
    for (let missed = 0; state !== 'hide';) {
      missed = await answers() ? 0 : missed + 1;
      notice.classList.toggle('app-gone', missed >= misses);
      // Blazor has given up, but the app is back.
      if (missed === 0 && state === 'failed') await reconnect();
      await new Promise(done => setTimeout(done, pause));
    }
    notice.classList.remove('app-gone');
    isWatching = false;
  };

  notice.addEventListener('components-reconnect-state-changed', event => {
    state = event.detail.state;
    if (state === 'rejected') {
      location.reload();
      return;
    }
    notice.hidden = state === 'hide';
    document.body.toggleAttribute('data-lost', state !== 'hide');
    if (state !== 'hide') watch();
  });
  document.getElementById('reconnect-now').addEventListener('click', reconnect);
})();
