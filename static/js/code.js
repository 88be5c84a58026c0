// The code of a printed sheet comes behind the "#" of its address, which no server and no log ever sees.
const field = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && /^[0-9A-Za-z-]{16,24}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
