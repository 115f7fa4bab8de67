addEventListener("beforeprint", function () {
  document.querySelectorAll("details").forEach(function (d) { d.open = true; });
});
(function () {
  var data = document.getElementById("map-data");
  if (!data) { return; }
  var measures = JSON.parse(data.textContent), chosen = "", now = measures[0];
  var get = function (id) { return document.getElementById(id); };
  var drawing = get("map-drawing"), body = get("map-rows"), said = get("map-said"), picker = get("map-measure");
  var make = function (tag, text, parent, name) {
    var e = document.createElement(tag);
    e.textContent = text;
    if (name) { e.className = name; }
    return parent.appendChild(e);
  };
  var area = function (code) {
    return Array.prototype.find.call(drawing.querySelectorAll("[data-code]"), function (e) { return e.dataset.code === code; });
  };
  function select(code, speak) {
    chosen = code;
    now.rows.forEach(function (row) {
      var path = area(row.code), on = row.code === chosen;
      if (path) { path.classList.toggle("chosen", on); if (on) { path.parentNode.appendChild(path); } }
      if (on && speak) { said.textContent = row.name + ": " + row.says; }
    });
    body.querySelectorAll("button").forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.code === chosen)); });
  }
  function show(measure) {
    now = measure;
    get("map-title").textContent = "Map: " + measure.title;
    get("map-caption").textContent = measure.title;
    get("map-subtitle").textContent = measure.subtitle;
    get("map-unit").textContent = measure.unit;
    get("map-worksheet").textContent = measure.worksheet;
    var head = get("map-head"), key = get("map-key");
    while (head.children.length > 1) { head.removeChild(head.lastChild); }
    measure.headers.forEach(function (h) { make("th", h, head, "n").scope = "col"; });
    key.textContent = "";
    measure.key.forEach(function (k) {
      var line = make("li", "", key);
      make("span", "", line, "swatch " + k.class);
      line.appendChild(document.createTextNode(k.text));
    });
    body.textContent = "";
    measure.rows.forEach(function (row) {
      var line = make("tr", "", body), name = make("th", "", line);
      name.scope = "row";
      var button = make("button", row.name, name);
      button.type = "button";
      button.dataset.code = row.code;
      button.addEventListener("click", function () { select(row.code === chosen ? "" : row.code, true); });
      row.cells.forEach(function (c) { make("td", c, line, "n"); });
      var path = area(row.code);
      if (path) { path.setAttribute("class", row.class); }
    });
    select(chosen, false);
  }
  picker.addEventListener("change", function () {
    show(measures[picker.selectedIndex]);
    said.textContent = "The map shows: " + now.title;
  });
  drawing.addEventListener("click", function (e) {
    if (e.target.dataset.code) { select(e.target.dataset.code, true); }
  });
  get("map-control").hidden = false;
  show(now);
})();
