// What the log form gains with JavaScript: rows pasted into the scan field are read at once, and
// what was typed survives a lost session in the tab it was typed in. Nothing needs it.
(() => {
  const one = (selector) => document.querySelector(selector);
  const form = () => one("#log-form");
  const UNSENT = "quayline-unsent";

  // ---- the scan field takes one line; a paste of several goes where lines are read ----
  addEventListener("paste", (event) => {
    if (!event.target.matches("[data-scan]")) return;
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    one("#pasted").value = [one("#pasted").value, text].filter((each) => each.trim()).join("\n");
    one(".paste").open = true;
    one("[data-read-pasted]").click();
  });

  // ---- what could not be sent is kept by this tab, and becomes a draft after signing in ----
  const keep = () => {
    if (!form()) return;
    const typed = [...new FormData(form())].filter(([name]) => name !== "csrfmiddlewaretoken");
    try {
      sessionStorage.setItem(UNSENT, JSON.stringify({ owner: form().dataset.owner, typed }));
    } catch {
      // Storage is closed to us: the page itself still holds what was typed.
    }
  };
  const takeUnsent = () => {
    try {
      const unsent = JSON.parse(sessionStorage.getItem(UNSENT));
      sessionStorage.removeItem(UNSENT);
      return unsent;
    } catch {
      return null;
    }
  };
  const restore = async () => {
    const unsent = takeUnsent();
    if (!unsent || unsent.owner !== form()?.dataset.owner) return;
    const draft = new Map(unsent.typed).get("draft");
    // The form on this page is the one that was sent: it came back with everything typed.
    if (draft === form().elements.draft.value) return;
    const body = new URLSearchParams(unsent.typed);
    body.set("csrfmiddlewaretoken", form().elements.csrfmiddlewaretoken.value);
    const address = one("#draft-said").dataset.hxPost ?? one("#draft-said").getAttribute("hx-post");
    const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.ok && (await answer.text()).trim())
      location.replace(`${location.pathname}?draft=${encodeURIComponent(draft)}`);
  };
  document.addEventListener("submit", (event) => event.target === form() && keep());
  document.addEventListener("htmx:sendError", keep);
  document.addEventListener("htmx:responseError", keep);
  restore();

  // ---- the camera, where the browser itself reads codes ----
  const FORMATS = ["code_128", "code_39", "data_matrix", "qr_code", "pdf417", "aztec"];
  const LOOK_MS = 200;
  let looking = null;
  const stop = () => {
    looking?.getTracks().forEach((track) => track.stop());
    looking = null;
    const view = one("[data-camera-view]");
    if (view) view.hidden = true;
  };
  const look = async () => {
    if (looking) return stop();
    const known = await BarcodeDetector.getSupportedFormats();
    const detector = new BarcodeDetector({ formats: FORMATS.filter((each) => known.includes(each)) });
    looking = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const view = one("[data-camera-view]");
    const video = view.querySelector("video");
    view.hidden = false;
    video.srcObject = looking;
    await video.play();
    const step = async () => {
      if (!looking) return;
      const [code] = await detector.detect(video).catch(() => []);
      if (!code) return setTimeout(step, LOOK_MS);
      stop();
      one("[data-scan]").value = code.rawValue;
      one("[data-read-scan]").click();
    };
    step();
  };
  const offerCamera = () => {
    if ("BarcodeDetector" in window && navigator.mediaDevices && one("[data-camera]"))
      one("[data-camera]").hidden = false;
  };
  addEventListener("click", (event) => {
    if (event.target.closest("[data-camera]")) look().catch(stop);
  });
  document.addEventListener("htmx:afterSwap", offerCamera);
  offerCamera();
})();
