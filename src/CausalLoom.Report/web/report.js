// Entry of the charting bundle: draws every chart of the page when its section is open.
// Charts are Vega-Lite specifications in <script type="application/json"> blocks. Expressions run in vega-interpreter
// (ast: true), so that the page's content security policy needs no 'unsafe-eval'.
import embed from "vega-embed";

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const config = readJson("chart-config");

async function draw(box) {
  if (box.dataset.drawn) {
    return;
  }

  box.dataset.drawn = "yes";
  try {
    const spec = readJson(box.dataset.spec);
    await embed(box, spec, { actions: false, ast: true, config, mode: "vega-lite", renderer: "svg" });
  } catch (error) {
    box.textContent = "This chart could not be drawn: " + error.message;
    console.error(box.dataset.spec, error);
  }
}

// A chart in a closed <details> has no width yet: it is drawn when the reader opens it, or before printing.
function drawVisible() {
  for (const box of document.querySelectorAll(".chart")) {
    if (box.getClientRects().length > 0) {
      draw(box);
    }
  }
}

document.addEventListener("toggle", drawVisible, true);
drawVisible();
