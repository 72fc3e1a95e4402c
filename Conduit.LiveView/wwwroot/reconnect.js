// The page's own connection to the live view: Blazor tries again by itself; this goes on where it gives up.
const notice = document.getElementById("components-reconnect-modal");
const pause = 2000;

async function again() {
  try {
    if (await Blazor.reconnect()) {
      return;
    }
    // It answers, but knows this page no more: it was started anew.
    location.reload();
  } catch {
    setTimeout(again, pause);
  }
}

notice.addEventListener("components-reconnect-state-changed", event => {
  if (event.detail.state === "failed") {
    setTimeout(again, pause);
  } else if (event.detail.state === "rejected") {
    location.reload();
  }
});
