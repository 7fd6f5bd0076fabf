// The search runs in a worker, which browsers do not start from a file: there, a frame runs it.
"use strict";

if (location.protocol === "file:") {
  window.Worker = class {
    constructor(url) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.postMessage = (data) => this.onmessage({ data });
      const script = inside.document.createElement("script");
      script.src = url;
      this.started = new Promise((done) => { script.onload = done; });
      inside.document.body.append(script);
    }

    async postMessage(data) {
      await this.started;
      this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
