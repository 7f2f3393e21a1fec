"use strict";
(function () {
  const form = document.getElementById("filter");
  const findings = Array.from(document.querySelectorAll("tbody.finding"));
  const shown = document.getElementById("shown");
  const value = function (id) { return document.getElementById("by-" + id).value; };
  function apply() {
    const words = value("words").toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const data = finding.dataset;
      const fits = ["chip", "place", "law"].every(function (id) { return !value(id) || value(id) === data[id]; })
        && words.every(function (word) { return data.text.includes(word); });
      finding.hidden = !fits;
      if (fits) { count += 1; }
    }
    shown.textContent = count + " of " + findings.length + " findings shown";
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  let opened = [];
  window.addEventListener("beforeprint", function () {
    // All of a long list would be hundreds of pages: of more findings, what is open is printed.
    const few = document.querySelectorAll("tbody.finding:not([hidden])").length <= 50;
    const closed = "tbody.finding:not([hidden]) > tr > td > details:not([open])";
    opened = few ? Array.from(document.querySelectorAll(closed)) : [];
    for (const details of opened) { details.open = true; }
  });
  window.addEventListener("afterprint", function () {
    for (const details of opened) { details.open = false; }
  });
  apply();
})();
