/// The script of pages: read-outs under the pointer, and a legend that switches series off.
///
/// It reads the values back from the paths that are drawn, so that a page carries no data twice;
/// without it the page misses nothing but comfort.
enum PageScript {
  static let text = #"""
    "use strict";
    for (const svg of document.querySelectorAll("svg.chart")) {
      // The browser's own tip would cover the read-out.
      const title = svg.querySelector(":scope > title");
      if (title) { svg.setAttribute("aria-label", title.textContent); title.remove(); }
      legend(svg);
      if (svg.dataset.frame) readout(svg);
    }

    function legend(svg) {
      const keys = svg.querySelectorAll("g.key");
      if (keys.length < 2) return;
      for (const key of keys) {
        key.setAttribute("tabindex", "0");
        key.setAttribute("role", "button");
        key.setAttribute("aria-pressed", "true");
        const toggle = () => {
          const off = key.classList.toggle("off");
          key.setAttribute("aria-pressed", String(!off));
          for (const marks of svg.querySelectorAll("g.marks"))
            if (marks.dataset.series === key.dataset.series) marks.classList.toggle("off", off);
        };
        key.addEventListener("click", toggle);
        key.addEventListener("keydown", (event) => {
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); }
        });
      }
    }

    function scale(text, from, to) {
      const [kind, low, high] = text.split(" ");
      const log = kind === "log";
      const a = log ? Math.log10(+low) : +low, b = log ? Math.log10(+high) : +high;
      return {
        kind,
        step: Math.abs((b - a) / (to - from)),
        value: (pixel) => {
          const place = a + (pixel - from) / (to - from) * (b - a);
          return log ? Math.pow(10, place) : place;
        },
      };
    }

    // Points of a path of ours: M x y, then l h v with differences.
    function points(path) {
      const found = [];
      let x = 0, y = 0;
      for (const [, command, rest] of path.getAttribute("d").matchAll(/([Mlhv])([^Mlhvz]*)/g)) {
        const n = (rest.match(/-?\d*\.?\d+/g) || []).map(Number);
        if (command === "M") { x = n[0]; y = n[1]; }
        else if (command === "l") { x += n[0]; y += n[1]; }
        else if (command === "h") x += n[0];
        else y += n[0];
        found.push([x, y]);
      }
      return found;
    }

    function readout(svg) {
      const [left, top, width, height] = svg.dataset.frame.split(" ").map(Number);
      const across = scale(svg.dataset.x, left, left + width);
      const up = scale(svg.dataset.y, top + height, top);
      const unit = svg.dataset.unit ? " " + svg.dataset.unit : "";
      const figure = svg.closest("figure");
      let series = null, box = null, rule = null;

      const text = (value, scale) => {
        if (scale.kind === "time") {
          // A tenth of a pixel is as near as the path tells.
          const unit = [1e5, 1e6, 60e6].find((unit) => unit >= scale.step / 10) ?? 60e6;
          const stamp = new Date(Math.round(value / unit) * unit / 1000).toISOString();
          return stamp.replace("T", " ").slice(0, unit === 60e6 ? 16 : unit === 1e6 ? 19 : 21);
        }
        if (scale.kind === "log") return value.toPrecision(3);
        const places = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(scale.step * 2))));
        return value.toFixed(places);
      };
      const hide = () => { box?.remove(); rule?.remove(); box = rule = null; };

      svg.addEventListener("pointerleave", hide);
      svg.addEventListener("pointermove", (event) => {
        const rect = svg.getBoundingClientRect();
        const zoom = svg.viewBox.baseVal.width / rect.width;
        const x = (event.clientX - rect.left) * zoom;
        series ??= [...svg.querySelectorAll("g.marks[data-label]")].flatMap((marks) => {
          const path = marks.querySelector("path.l");
          return path ? [{ marks, path, points: points(path) }] : [];
        });
        if (!series.length || x < left - 4 || x > left + width + 4) return hide();
        const rows = [];
        let at = null;
        for (const one of series) {
          if (one.marks.classList.contains("off")) continue;
          let best = null;
          for (const point of one.points)
            if (!best || Math.abs(point[0] - x) < Math.abs(best[0] - x)) best = point;
          if (!best || Math.abs(best[0] - x) > Math.max(8, width / one.points.length)) continue;
          at ??= best[0];
          rows.push([one, text(up.value(best[1]), up)]);
        }
        if (!rows.length) return hide();
        if (!box) {
          box = figure.appendChild(document.createElement("div"));
          box.className = "readout";
          rule = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
          rule.setAttribute("class", "l muted");
        }
        rule.setAttribute("d", `M${at} ${top}v${height}`);
        box.replaceChildren(text(across.value(at), across));
        for (const [one, value] of rows) {
          const line = box.appendChild(document.createElement("div"));
          const dot = line.appendChild(document.createElement("i"));
          dot.style.color = getComputedStyle(one.path).color;
          line.append(`${one.marks.dataset.label} ${value}${unit}`);
        }
        const frame = figure.getBoundingClientRect();
        const place = event.clientX - frame.left;
        const flip = place + box.offsetWidth + 24 > frame.width;
        box.style.left = `${Math.max(0, flip ? place - box.offsetWidth - 14 : place + 14)}px`;
        box.style.top = `${event.clientY - frame.top + 10}px`;
      });
    }
    """#
}
