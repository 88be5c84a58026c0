// Maps: the list of places beside them leads, they show. Loaded only on pages with a map, after Leaflet.
(() => {
  "use strict";
  const box = document.querySelector("[data-map]");
  if (!box || !window.L) return;
  const L = window.L;
  const say = box.dataset;
  const bounds = L.latLngBounds([say.south, say.west], [say.north, say.east]);
  box.hidden = false;
  const map = L.map(box, {
    attributionControl: Boolean(say.tiles), maxBounds: bounds.pad(0.5), zoomControl: false, zoomSnap: 0.25, scrollWheelZoom: false,
    zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false,
  });
  if (say.tiles) {
    map.attributionControl.setPrefix(false);
    L.tileLayer(say.tiles, { attribution: say.attribution, maxZoom: 19 }).addTo(map);
  }
  L.control.zoom({ zoomInTitle: say.closer, zoomOutTitle: say.farther }).addTo(map);
  map.fitBounds(bounds, { padding: [8, 8] });
  map.setMinZoom(map.getZoom() - 1);
  map.setMaxZoom(19);
  const districts = new Map();
  const frame = fetch("/districts.geojson").then((answer) => answer.json()).then((data) => {
    const layer = L.geoJSON(data, { interactive: false, style: { className: "t-district", weight: 1.5 } }).addTo(map);
    layer.eachLayer((one) => {
      districts.set(one.feature.properties.slug, one);
      if (!say.tiles) {
        const name = document.createElement("span");
        name.textContent = one.feature.properties.name;
        L.marker(one.getBounds().getCenter(), { interactive: false, keyboard: false, icon: L.divIcon({ className: "t-district__name", html: name, iconSize: null }) }).addTo(map);
      }
    });
  }).catch(() => {});
  const pin = (place, text) => {
    const sign = document.createElement("span");
    sign.textContent = text;
    return L.marker(place, { keyboard: false, riseOnHover: true, icon: L.divIcon({ className: "t-pin", html: sign, iconSize: [28, 28], iconAnchor: [14, 14] }) });
  };
  if ("pick" in say) choose();
  else show();

  function show() {
    const links = [...document.querySelectorAll("[data-place]")];
    links.forEach((link, index) => {
      const place = link.dataset.place.split(",").map(Number);
      const mark = pin(place, String(index + 1)).addTo(map);
      const lit = (on) => () => {
        mark.getElement().classList.toggle("is-lit", on);
        mark.setZIndexOffset(on ? 1000 : 0);
        if (on) map.panInside(place, { padding: [40, 40] });
      };
      mark.on("click", () => link.focus());
      mark.on("mouseover", lit(true)).on("mouseout", lit(false));
      link.addEventListener("focus", lit(true));
      link.addEventListener("blur", lit(false));
      link.addEventListener("mouseenter", lit(true));
      link.addEventListener("mouseleave", lit(false));
    });
    const asked = document.getElementById(location.hash.slice(1));
    if (asked && "place" in asked.dataset) asked.focus();
  }

  function choose() {
    const field = document.getElementById(say.pick);
    const said = document.querySelector("[data-map-said]");
    const district = document.getElementById("district");
    let mark = null;
    const read = () => {
      const parts = field.value.match(/-?\d+(?:\.\d+)?/g);
      return parts && parts.length === 2 ? L.latLng(Number(parts[0]), Number(parts[1])) : null;
    };
    const put = (place) => {
      if (mark) mark.remove();
      mark = place && bounds.contains(place) ? pin(place, "•").addTo(map) : null;
    };
    const set = (place) => {
      if (place && !bounds.contains(place)) { said.textContent = say.outside; return; }
      field.value = place ? `${place.lat.toFixed(5)}, ${place.lng.toFixed(5)}` : "";
      put(place);
      said.textContent = place ? say.set.replace("{point}", field.value) : say.gone;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    map.on("click", (event) => set(event.latlng));
    document.querySelector("[data-map-tools]").hidden = false;
    document.querySelector("[data-map-here]").addEventListener("click", () => set(map.getCenter()));
    document.querySelector("[data-map-none]").addEventListener("click", () => set(null));
    field.addEventListener("change", () => { put(read()); if (mark) map.panInside(mark.getLatLng(), { padding: [40, 40] }); });
    const look = () => { const one = districts.get(district.value); if (one) map.fitBounds(one.getBounds()); };
    if (district) district.addEventListener("change", look);
    put(read());
    frame.then(() => { if (mark) map.setView(mark.getLatLng(), map.getZoom() + 2); else if (district) look(); });
  }
})();
