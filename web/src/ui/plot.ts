// uPlot, in the page's colours. Loaded when a plot is first shown.

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { UsagePoint } from "../state/items";
import { money, tokens } from "../text/format";

export interface Plot {
  show(points: readonly UsagePoint[]): void;
  end(): void;
}

function columns(points: readonly UsagePoint[], what: "tokens" | "cost"): uPlot.AlignedData {
  const t = points.map((one) => one.t / 1000);
  if (what === "cost") return [t, points.map((one) => one.cost)];
  return [t, points.map((one) => one.tokensIn), points.map((one) => one.tokensCached), points.map((one) => one.tokensOut)];
}

export function makePlot(node: HTMLElement, what: "tokens" | "cost"): Plot {
  const height = 150;
  const make = () => {
    const style = getComputedStyle(node);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui" };
    const line = (label: string, name: string, fill = false): uPlot.Series => ({ label, stroke: colour(name), width: 1.75, fill: fill ? colour("--plot-fill") : undefined, points: { size: 4 } });
    const values = (_: uPlot, all: number[]) => all.map((v) => (what === "cost" ? money(v) : tokens(v)));
    return new uPlot(
      {
        width: Math.max(200, node.clientWidth),
        height,
        legend: { live: true },
        cursor: { y: false },
        axes: [axis, { ...axis, size: 48, values }],
        series: [{ value: (_: uPlot, v: number | null) => (v === null ? "" : new Date(v * 1000).toLocaleTimeString()) }, ...(what === "cost" ? [line("cost", "--accent", true)] : [line("in", "--accent", true), line("cached", "--muted"), line("out", "--needs")])].map(
          (one, at) => (at === 0 ? one : { ...one, value: (_: uPlot, v: number | null) => (v === null ? "" : what === "cost" ? money(v) : tokens(v)) }),
        ) as uPlot.Series[],
      },
      [[], []] as unknown as uPlot.AlignedData,
      node,
    );
  };
  let plot = make();
  let last: readonly UsagePoint[] = [];
  const observer = new ResizeObserver(() => plot.setSize({ width: Math.max(200, node.clientWidth), height }));
  observer.observe(node);
  const again = () => {
    plot.destroy();
    plot = make();
    plot.setData(columns(last, what));
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", again);
  const themed = new MutationObserver(again);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return {
    show(points) {
      last = points;
      plot.setData(columns(points, what));
    },
    end() {
      observer.disconnect();
      themed.disconnect();
      dark.removeEventListener("change", again);
      plot.destroy();
    },
  };
}
