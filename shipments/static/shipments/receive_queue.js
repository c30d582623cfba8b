// Scans that wait to be sent. They are kept in this browser under their person's key, survive a
// reload and no network, and are sent in order; the server knows each by its operation, so that
// one that is sent twice counts once.
(() => {
  const AT_MOST = 50;
  const LONGEST_WAIT = 60000;

  class Queue {
    constructor(person, { batch, state, changed, said, stopped }) {
      this.person = person;
      this.key = `receiving-${person}`;
      this.urls = { batch, state };
      this.tell = { changed, said, stopped };
      this.token = "";
      this.wait = 0;
      this.timer = 0;
      this.sending = false;
      // Storage can be closed to us: then what is scanned lasts as long as the page.
      this.memory = [];
    }

    all() {
      try {
        return JSON.parse(localStorage.getItem(this.key)) || [];
      } catch {
        return this.memory;
      }
    }

    keep(entries) {
      this.memory = entries;
      try {
        localStorage.setItem(this.key, JSON.stringify(entries));
      } catch {
        // Kept in memory above.
      }
      this.tell.changed();
    }

    waiting() {
      return this.all().filter((each) => !each.refused);
    }

    refused() {
      return this.all().filter((each) => each.refused);
    }

    add(scan) {
      const entry = {
        operation: operation(),
        counted_at: new Date().toISOString(),
        ...scan,
      };
      this.keep([...this.all(), entry]);
      this.send();
      return entry;
    }

    drop(key) {
      this.keep(this.all().filter((each) => each.operation !== key));
    }

    later() {
      this.wait = Math.min(LONGEST_WAIT, this.wait ? this.wait * 2 : 2000);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), this.wait);
    }

    soon() {
      this.wait = 0;
      clearTimeout(this.timer);
      this.send();
    }

    async send() {
      if (this.sending || !this.waiting().length) return;
      this.sending = true;
      try {
        // Of several pages of one browser one sends at a time.
        if (navigator.locks) await navigator.locks.request(this.key, () => this.sendAll());
        else await this.sendAll();
        this.wait = 0;
      } catch {
        this.later();
      } finally {
        this.sending = false;
        this.tell.changed();
      }
    }

    async sendAll() {
      for (let tries = 0; this.waiting().length && tries < 100; tries += 1) {
        const batch = this.waiting().slice(0, AT_MOST);
        if (!(await this.sendOne(batch))) return;
      }
    }

    async sendOne(batch) {
      if (!this.token) await this.ask();
      let answer = await this.post(batch);
      if (answer.status === 403) {
        // The page may be older than the session: once more with a token that is good now.
        await this.ask();
        answer = await this.post(batch);
      }
      if (answer.redirected || answer.status === 401)
        return this.stop("You are signed out. Sign in again, and what is saved here is sent.");
      const known = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (answer.status === 409 || answer.status === 403)
        return this.stop(known ? (await answer.json()).detail : "The server refused. Reload the page.");
      if (answer.status === 400) {
        const { detail } = await answer.json();
        this.mark(batch.map(({ operation: key }) => ({ operation: key, title: "", text: detail })));
        return true;
      }
      if (!answer.ok || !known) throw new Error(String(answer.status));
      const told = await answer.json();
      this.token = told.token;
      this.settle(batch, told);
      return true;
    }

    async ask() {
      const answer = await fetch(this.urls.state, { credentials: "same-origin" });
      if (answer.redirected || !answer.ok) return;
      const told = await answer.json();
      this.token = told.user === this.person ? told.token : "";
    }

    post(batch) {
      const scans = batch.map(({ refused, ...scan }) => scan);
      return fetch(this.urls.batch, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ user: this.person, tcn: this.tell.tcn?.() || "", scans }),
      });
    }

    settle(batch, told) {
      const sent = new Map(batch.map((each) => [each.operation, each]));
      const lastKey = batch.at(-1).operation;
      const done = new Set();
      const refused = [];
      for (const each of told.said) {
        const isLast = each.operation === lastKey;
        const asks = each.answer === "ask" && !isLast;
        if (each.answer === "refused" || asks) refused.push(each);
        else done.add(each.operation);
        this.tell.said(each, { isLast, scan: sent.get(each.operation), told });
      }
      const left = this.all().filter((each) => !done.has(each.operation));
      const why = new Map(refused.map((each) => [each.operation, each]));
      this.keep(
        left.map((each) =>
          why.has(each.operation) ? { ...each, refused: why.get(each.operation).text } : each,
        ),
      );
    }

    mark(problems) {
      const why = new Map(problems.map((each) => [each.operation, each.text]));
      this.keep(
        this.all().map((each) =>
          why.has(each.operation) ? { ...each, refused: why.get(each.operation) } : each,
        ),
      );
    }

    stop(sentence) {
      this.tell.stopped(sentence);
      return false;
    }
  }

  const operation = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    // A bare address without TLS has no randomUUID.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  window.ReceivingQueue = Queue;
})();
