// The receiving page with JavaScript: what is scanned is kept, answered and sent. The form beneath
// does the same without it, one scan at a time.
(() => {
  const page = document.getElementById("rc");
  const form = document.getElementById("rc-form");
  if (!page || !form) return;
  const one = (selector, within = document) => within.querySelector(selector);
  const { signal, canRead, camera } = window.receivingSignals;
  const field = one("[name=text]", form);
  const amount = one("[name=quantity]", form);
  const chosen = one("[name=tcn]", form);
  const last = one("#rc-last");
  const setting = (name, box, apply) => {
    try {
      box.checked = localStorage.getItem(name) === "on";
    } catch {
      // Storage is closed to us: the choice lasts as long as the page.
    }
    apply(box.checked);
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(name, box.checked ? "on" : "off");
      } catch {
        // As above.
      }
      apply(box.checked);
      ready();
    });
  };
  let muted = false;
  const ready = () => field.focus({ preventScroll: true });

  // ---- the last answer ----
  const show = (answer, { title, text, tcn = "", line = null, operation = "", undo = true }) => {
    const drawn = one(`template[data-answer="${answer}"]`).content.cloneNode(true);
    one("[data-title]", drawn).textContent = title;
    one("[data-text]", drawn).textContent = text;
    const now = new Date();
    one("[data-time]", drawn).textContent = now.toLocaleTimeString("en-GB");
    const acts = one("[data-acts]", drawn);
    const report = one("[data-report]", acts);
    if (report) report.href = `${page.dataset.shipments}${tcn}/discrepancies/new/${line ? `?line=${line}` : ""}`;
    const undoing = one("[data-undo]", acts);
    if (undoing && !undo) undoing.remove();
    undoing?.addEventListener("click", () => {
      undoing.disabled = true;
      add({ undoes: operation, tcn, text: "" }, `Undo ${title}`);
    });
    one("[data-everything]", acts)?.addEventListener("click", () =>
      add({ text: tcn, tcn, everything: true }, tcn),
    );
    last.replaceChildren(drawn);
    if (!muted) signal(answer);
  };

  // ---- what was scanned ----
  const add = (scan, title) => {
    queue.add(scan);
    if (!navigator.onLine)
      show("saved", { title, text: "It is sent when the network is back." });
  };
  const typedQuantity = () => {
    const plain = amount.value.replace(/[\s,]/g, "");
    if (!plain) return null;
    return /^[0-9]{1,12}$/.test(plain) && Number(plain) > 0 ? Number(plain) : undefined;
  };
  const scan = (text) => {
    const quantity = typedQuantity();
    if (!text.trim()) return;
    if (quantity === undefined) {
      amount.setAttribute("aria-invalid", "true");
      show("refused", { title: text, text: `“${amount.value}” is not a quantity. Enter a whole number.` });
      amount.focus();
      return;
    }
    amount.removeAttribute("aria-invalid");
    add({ text, tcn: chosen.value, quantity }, text.trim());
    field.value = amount.value = "";
    ready();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    scan(field.value);
  });

  // ---- answers ----
  const choose = (told) => {
    if (!told.tcn) return;
    const another = told.tcn !== chosen.value;
    chosen.value = told.tcn;
    one("#rc-progress").innerHTML = told.progress;
    one("#rc-recent").innerHTML = told.recent;
    one("#rc-lines").innerHTML = told.lines;
    if (!another) return;
    // The rest of the page is about another shipment: its address says which, for a reload.
    history.replaceState(null, "", `${page.dataset.page}?tcn=${told.tcn}`);
    one("#rc-about").textContent = told.tcn;
    one("[aria-labelledby=rc-exp-h]")?.remove();
  };
  const said = (each, { isLast, scan: of, told }) => {
    if (!isLast) return;
    choose(told);
    show(each.answer, each);
    if (each.answer === "ask") {
      field.value = of.text;
      amount.value = "";
      amount.focus();
    }
  };
  const changed = () => {
    const waiting = queue.waiting().length;
    const offline = one("#rc-offline");
    offline.hidden = !waiting;
    one("#rc-online").hidden = Boolean(waiting);
    one("span", offline).textContent = navigator.onLine ? `${waiting} to send` : `${waiting} saved offline`;
    const refused = queue.refused();
    one("#rc-held").hidden = !refused.length;
    one("#rc-held-l").replaceChildren(...refused.map(held));
  };
  const held = (entry) => {
    const drawn = one("#rc-held-t").content.cloneNode(true);
    one("[data-title]", drawn).textContent = entry.text || "Undo";
    one("[data-text]", drawn).textContent = entry.refused;
    const scanned = one("[data-scan]", drawn);
    const quantity = one("[data-quantity]", drawn);
    scanned.value = entry.text;
    quantity.value = entry.quantity ?? "";
    one("[data-drop]", drawn).addEventListener("click", () => {
      queue.drop(entry.operation);
      ready();
    });
    const again = one("[data-again]", drawn);
    if (entry.undoes) again.remove();
    again.addEventListener("click", () => {
      const plain = quantity.value.replace(/[\s,]/g, "");
      const number = /^[0-9]{1,12}$/.test(plain) ? Number(plain) : null;
      queue.drop(entry.operation);
      // Corrected, it is another scan; when it was counted stays.
      const { tcn, counted_at, everything } = entry;
      add({ tcn, counted_at, everything, text: scanned.value, quantity: number }, scanned.value);
      ready();
    });
    return drawn.firstElementChild;
  };
  const stopped = (sentence) => show("refused", { title: "Not sent", text: sentence });

  const queue = new window.ReceivingQueue(Number(page.dataset.user), {
    batch: page.dataset.batch,
    state: page.dataset.state,
    changed,
    said,
    stopped,
  });
  queue.tell.tcn = () => chosen.value;

  // ---- always ready: what a scanner types goes into the field, wherever the focus was ----
  addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest("input, select, textarea, button, a, summary, dialog");
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    ready();
  });
  setting("receiving-mute", one("#rc-mute"), (on) => (muted = on));
  setting("receiving-scanner", one("#rc-scanner"), (on) => (field.inputMode = on ? "none" : "text"));
  addEventListener("online", () => queue.soon());
  addEventListener("offline", changed);
  document.addEventListener("visibilitychange", () => document.hidden || queue.soon());

  addEventListener("click", (event) => {
    if (navigator.onLine || !event.target.closest("a[href*=discrepancies]")) return;
    event.preventDefault();
    show("refused", { title: "Report", text: "A report needs the network. Note it, and report it when it is back." });
  });

  // ---- camera ----
  const button = one("#rc-camera");
  let stop;
  button.hidden = !canRead();
  button.addEventListener("click", async () => {
    if (stop) {
      stop();
      stop = undefined;
      return;
    }
    try {
      stop = await camera(one("#rc-video"), scan);
    } catch {
      show("refused", { title: "Camera", text: "The camera cannot be used here. Type what the label says." });
    }
  });

  // ---- the page opens without a network ----
  const own = () =>
    [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")]
      .map((part) => part.href || part.src)
      .filter((url) => new URL(url).origin === location.origin);
  if ("serviceWorker" in navigator && window.isSecureContext)
    navigator.serviceWorker
      .register(page.dataset.worker)
      .then(() => navigator.serviceWorker.ready)
      .then((worker) => worker.active.postMessage({ keep: own(), page: page.dataset.page, seen: location.href }))
      .catch(() => {});

  changed();
  ready();
  queue.send();
})();
