// What the pages gain with JavaScript: theme, keys, row selection, notices. Nothing needs it.
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const kept = {
    get(name) {
      try {
        return localStorage.getItem(name);
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        localStorage.setItem(name, value);
      } catch {
        // Storage is closed to us: the choice lasts as long as the page.
      }
    },
  };

  // ---- theme: as the system, light, dark ----
  const THEMES = ["system", "light", "dark"];
  const SAID = { system: "as the system", light: "light", dark: "dark" };
  const themeNow = () => root.dataset.theme || "system";
  const nameTheme = () =>
    all("[data-theme-toggle]").forEach((button) => {
      button.setAttribute("aria-label", `Theme: ${SAID[themeNow()]}`);
      button.title = `Theme: ${SAID[themeNow()]}`;
    });
  const nextTheme = () => {
    const theme = THEMES[(THEMES.indexOf(themeNow()) + 1) % THEMES.length];
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    kept.set("theme", theme);
    nameTheme();
  };

  // ---- notices ----
  const TOAST_MS = 8000;
  const fade = (toast) => setTimeout(() => toast.remove(), TOAST_MS);
  const say = (text) => {
    const toast = document.createElement("div");
    toast.className = "toast err-t";
    const p = document.createElement("p");
    p.textContent = text;
    toast.append(p);
    one("#toasts")?.append(toast);
    fade(toast);
  };

  // ---- lists: one row is current, J and K move it ----
  const wide = () => matchMedia("(min-width: 900.02px)").matches;
  const rows = () => all("[data-row-link]");
  const current = () => {
    const links = rows();
    const focused = links.indexOf(document.activeElement);
    return focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute("aria-current"));
  };
  const mark = (link) =>
    rows().forEach((other) => {
      other.closest("[data-row]")?.toggleAttribute("data-sel", other === link);
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    });
  const step = (by) => {
    const links = rows();
    const link = links[Math.max(0, Math.min(links.length - 1, current() + by))];
    if (!link) return;
    link.focus({ preventScroll: true });
    link.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
    if (link.hasAttribute("data-hx-get") && wide()) link.click();
  };

  // ---- ticked rows: X ticks the current one; a button says how many it is for ----
  const tick = () => one("[data-tick]", rows()[current()]?.closest("[data-row]"))?.click();
  const countTicked = () => {
    const count = all("[data-tick]:checked").length;
    all("[data-ticked]").forEach((place) => {
      place.textContent = count === 1 ? "1 order" : `${count} orders`;
    });
  };

  // ---- keys: off inside fields and dialogs; can be switched off (WCAG 2.1.4) ----
  const GO = { o: "overview", h: "hot-list", d: "desk", i: "inbox", l: "orders", u: "imports", s: "shipments", r: "receiving" };
  const go = (name) => one(`[data-go="${name}"]`)?.click();
  let going = false;
  const press = (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const field = event.target.closest("input:not([data-tick]), textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (field) field.blur();
      all("details.menu[open]").forEach((menu) => (menu.open = false));
      return;
    }
    if (field || event.target.closest("dialog") || kept.get("single-keys") === "off") return;
    if (going) {
      going = false;
      go(GO[event.key]);
      return;
    }
    if (event.key === "Enter") {
      // The panel already shows the row that is current: the next step is its order.
      const shown = event.target.closest("[data-row-link][data-hx-get][aria-current]");
      const open = shown && wide() && one("[data-key-open]");
      if (!open) return;
      event.preventDefault();
      open.click();
      return;
    }
    const act = {
      g: () => {
        going = true;
        setTimeout(() => (going = false), 900);
      },
      "/": () => one("#q")?.focus(),
      "?": () => one("#keys")?.showModal(),
      j: () => step(1),
      k: () => step(-1),
      a: () => one("[data-key=a]")?.click(),
      c: () => one("[data-key=c]")?.click(),
      r: () => document.activeElement.closest("[data-row]")?.querySelector("[data-key=r]")?.click(),
      x: tick,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  // ---- one listener each, so that what htmx brings in works at once ----
  addEventListener("keydown", press);
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("form[data-save-keys]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(one("[data-save]", form));
  });
  addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    if (at("[data-theme-toggle]")) nextTheme();
    if (at("[data-open]")) one(at("[data-open]").dataset.open)?.showModal();
    if (at("[data-close]")) at("[data-close]").closest("dialog").close();
    if (at("[data-row-link]")) mark(at("[data-row-link]"));
    const shut = at("[data-shut]");
    if (shut) {
      const panel = shut.closest("details");
      panel.open = false;
      one("summary", panel).focus();
    }
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  addEventListener("change", (event) => {
    if (event.target.matches("[data-single-keys]"))
      kept.set("single-keys", event.target.checked ? "on" : "off");
    if (event.target.matches("[data-tick]")) countTicked();
  });
  // ---- signing out leaves no page behind that opens without a network ----
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!("caches" in window) || !form.matches("[data-sign-out]") || form.dataset.dropped) return;
    event.preventDefault();
    form.dataset.dropped = "yes";
    caches.delete("receiving").finally(() => form.submit());
  });
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches("details[data-focus]") && event.target.open)
        one("input, select, textarea", event.target)?.focus();
    },
    true,
  );

  // ---- htmx ----
  const live = (word, off) => {
    const sign = one("#live-mark");
    if (!sign) return;
    sign.classList.toggle("off", off);
    one(".live-word", sign).textContent = word;
  };
  let lastHeard = new Date();
  const clock = (when) => `${when.toISOString().slice(11, 16)}Z`;
  document.addEventListener("htmx:beforeRequest", (event) => {
    // A hidden tab need not ask; it catches up when somebody looks.
    if (event.target.id === "live" && document.hidden) event.preventDefault();
    // On a phone the list and the panel are two pages.
    if (event.target.matches("[data-row-link]") && !wide()) {
      event.preventDefault();
      location.assign(event.target.href);
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) {
      lastHeard = new Date();
      live("Live", false);
    } else if (event.target.id === "live") {
      live(`Paused since ${clock(lastHeard)}`, true);
    }
  });
  let toldSignedOut = false;
  const failed = (event) => {
    if (event.detail.xhr?.status === 401) {
      if (!toldSignedOut)
        say("You are signed out. Reload the page to sign in; copy first what you typed.");
      toldSignedOut = true;
    } else if (event.target.id !== "live") {
      say("The server did not answer as it should. What you typed is still on this page.");
    }
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:afterSwap", (event) => {
    const start =
      one("[data-error-summary]", event.target) || one("[data-focus-after]", event.target);
    start?.closest("form")?.scrollIntoView({ block: "nearest" });
    start?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.("[data-toast]")) fade(event.target);
  });

  // ---- once the page stands ----
  // A passkey belongs to a name: at a bare number the browser refuses it, and says nothing.
  if (/^[\d.]+$|:/.test(location.hostname))
    all("[data-needs-name]").forEach((part) => (part.hidden = true));
  nameTheme();
  if (one("[data-tick]:checked")) countTicked();
  all("[data-toast]").forEach(fade);
  all("[data-single-keys]").forEach((box) => (box.checked = kept.get("single-keys") !== "off"));
  one("[data-error-summary]")?.focus();
})();
