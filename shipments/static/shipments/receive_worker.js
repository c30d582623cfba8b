// Opens the receiving page where there is no network. It keeps that page as it was last seen and
// the page's own files, and nothing else; signing out drops them.
const KEPT = "receiving";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const keep = async (request, answer) => {
  if (answer.ok && !answer.redirected && answer.type === "basic")
    await (await caches.open(KEPT)).put(request, answer.clone());
  return answer;
};

addEventListener("message", (event) => {
  const { keep: urls = [], page, seen } = event.data;
  const all = [[page, seen], ...urls.map((url) => [url, url])].map(async ([name, url]) => {
    await keep(name, await fetch(url, { credentials: "same-origin" }));
  });
  event.waitUntil(Promise.allSettled(all));
});

const open = async (request, page) => {
  try {
    const answer = await fetch(request);
    // Sent to sign in: whoever was here has left.
    if (answer.redirected || answer.type === "opaqueredirect") await caches.delete(KEPT);
    // The shipment is in the address and the page is kept once, as it was last seen.
    else await keep(page, answer);
    return answer;
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(page);
    if (kept) return kept;
    throw error;
  }
};

const file = async (request) => {
  try {
    return await keep(request, await fetch(request));
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(request);
    if (kept) return kept;
    throw error;
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const page = new URL("./", location.href).pathname;
  if (request.mode === "navigate" && url.pathname === page) event.respondWith(open(request, page));
  else if (["style", "script", "image"].includes(request.destination)) event.respondWith(file(request));
});
