// A list of any length in which only what is seen is in the document. Rows have any height and may change it: heights are
// measured (ResizeObserver, before the frame is painted), and what changes above the first visible row moves nothing
// that is seen. At its end it stays at its end while rows are added, until somebody scrolls up.

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

const k_around_px = 700;
const k_end_px = 32;

export interface ListHandle {
  to(key: number, focus?: boolean): void;
  end(): void;
}

interface Props<T> {
  items: readonly T[];
  keyOf(item: T): number;
  label: string;
  rowLabel(item: T): string;
  render(item: T): ComponentChildren;
  guess(item: T): number; // height in px, before it was measured
  sticky: boolean;
  handle?: { current: ListHandle | null };
  onEnd?(atEnd: boolean): void;
  tail?: ComponentChildren; // after the last row
  class?: string;
  busy?: boolean;
}

export function VirtualList<T>(props: Props<T>) {
  const { items, keyOf, guess } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<number, number>());
  const measured = useRef(0);
  const [version, setVersion] = useState(0);
  const [view, setView] = useState({ top: 0, height: 900 });
  const [active, setActive] = useState(-1);
  const wantFocus = useRef(-1);
  const atEnd = useRef(true);
  const lastTop = useRef(0);

  const offsets = useMemo(() => {
    const out = new Float64Array(items.length + 1);
    for (let at = 0; at < items.length; ++at) {
      const item = items[at]!;
      out[at + 1] = out[at]! + (heights.current.get(keyOf(item)) ?? guess(item));
    }
    return out;
    // Heights are in `version`.
  }, [items, version]);
  const offsetsNow = useRef(offsets);
  offsetsNow.current = offsets;
  const itemsNow = useRef(items);
  itemsNow.current = items;

  const rowAt = (y: number): number => {
    const all = offsetsNow.current;
    let low = 0;
    let high = Math.max(0, all.length - 2);
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (all[mid]! <= y) low = mid;
      else high = mid - 1;
    }
    return low;
  };
  const indexOf = (key: number): number => {
    let low = 0;
    let high = itemsNow.current.length - 1;
    while (low <= high) {
      const mid = (low + high) >> 1;
      const at = keyOf(itemsNow.current[mid]!);
      if (at === key) return mid;
      if (at < key) low = mid + 1;
      else high = mid - 1;
    }
    return high; // the nearest before it
  };

  const toEnd = () => {
    const node = scroller.current;
    if (node !== null) node.scrollTop = node.scrollHeight;
  };

  const observer = useMemo(() => {
    if (typeof ResizeObserver === "undefined") return null;
    return new ResizeObserver((entries) => {
      const node = scroller.current;
      if (node === null) return;
      const first = rowAt(node.scrollTop);
      let above = 0;
      let changed = false;
      for (const entry of entries) {
        const element = entry.target as HTMLElement;
        const key = Number(element.dataset.key);
        const height = entry.borderBoxSize?.[0]?.blockSize ?? element.offsetHeight;
        if (!element.isConnected || height === 0) continue;
        const at = indexOf(key);
        const item = itemsNow.current[at];
        if (item === undefined || keyOf(item) !== key) continue;
        const before = heights.current.get(key) ?? guess(item);
        if (Math.abs(before - height) < 0.5) {
          heights.current.set(key, height);
          continue;
        }
        heights.current.set(key, height);
        changed = true;
        if (at < first) above += height - before;
      }
      if (!changed) return;
      measured.current += 1;
      if (above !== 0 && !atEnd.current) {
        node.scrollTop += above;
        lastTop.current = node.scrollTop;
      }
      setVersion(measured.current);
    });
  }, []);
  useEffect(() => () => observer?.disconnect(), []);

  useEffect(() => {
    const node = scroller.current;
    if (node === null || typeof ResizeObserver === "undefined") return;
    const sized = new ResizeObserver(() => setView({ top: node.scrollTop, height: node.clientHeight }));
    sized.observe(node);
    return () => sized.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (props.sticky && atEnd.current) toEnd();
  });

  const scrolled = () => {
    const node = scroller.current!;
    const end = node.scrollTop + node.clientHeight >= node.scrollHeight - k_end_px;
    // Only going up leaves the end: rows that grow below do not.
    if (end !== atEnd.current && (end || node.scrollTop < lastTop.current - 1)) {
      atEnd.current = end;
      props.onEnd?.(end);
    }
    lastTop.current = node.scrollTop;
    setView((was) => (Math.abs(was.top - node.scrollTop) > 100 || was.height !== node.clientHeight ? { top: node.scrollTop, height: node.clientHeight } : was));
  };

  const to = (key: number, focus = false) => {
    const node = scroller.current;
    const at = indexOf(key);
    if (node === null || at < 0) return;
    const top = offsetsNow.current[at]!;
    const bottom = offsetsNow.current[at + 1]!;
    atEnd.current = at === itemsNow.current.length - 1;
    props.onEnd?.(atEnd.current);
    if (top < node.scrollTop || bottom > node.scrollTop + node.clientHeight) {
      const low = bottom > node.scrollTop + node.clientHeight && bottom - top < node.clientHeight && focus;
      node.scrollTop = low ? bottom - node.clientHeight + 16 : Math.max(0, top - 16);
    }
    lastTop.current = node.scrollTop;
    if (focus) {
      const real = keyOf(itemsNow.current[at]!);
      wantFocus.current = real;
      setActive(real);
    }
    setView({ top: node.scrollTop, height: node.clientHeight });
  };
  if (props.handle !== undefined) {
    props.handle.current = {
      to,
      end: () => {
        atEnd.current = true;
        props.onEnd?.(true);
        toEnd();
        setView({ top: scroller.current?.scrollTop ?? 0, height: scroller.current?.clientHeight ?? 0 });
      },
    };
  }

  const keyed = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.dataset.key === undefined) return;
    const at = indexOf(Number(target.dataset.key));
    const page = 8;
    const steps: Record<string, number> = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: items.length - 1 };
    const next = steps[event.key];
    if (next === undefined) {
      if (event.key === "Enter" || event.key === " ") {
        const toggle = target.querySelector<HTMLElement>("[data-toggle]");
        if (toggle !== null) {
          event.preventDefault();
          toggle.click();
        }
      }
      return;
    }
    event.preventDefault();
    const item = items[Math.max(0, Math.min(items.length - 1, next))];
    if (item !== undefined) to(keyOf(item), true);
  };

  const first = items.length === 0 ? 0 : rowAt(Math.max(0, view.top - k_around_px));
  const last = items.length === 0 ? -1 : Math.min(items.length - 1, rowAt(view.top + view.height + k_around_px));
  const focusable = active >= 0 && items.length > 0 ? active : items.length > 0 ? keyOf(items[last]!) : -1;

  const row = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return;
      observer?.observe(element);
      if (wantFocus.current === Number(element.dataset.key)) {
        wantFocus.current = -1;
        element.focus({ preventScroll: true });
      }
    },
    [observer],
  );
  useLayoutEffect(() => {
    if (wantFocus.current < 0) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-key="${wantFocus.current}"]`);
    if (element) {
      wantFocus.current = -1;
      element.focus({ preventScroll: true });
    }
  });

  const shown: ComponentChildren[] = [];
  for (let at = first; at <= last; ++at) {
    const item = items[at]!;
    const key = keyOf(item);
    shown.push(
      <div
        key={key}
        ref={row}
        data-key={key}
        role="article"
        aria-posinset={at + 1}
        aria-setsize={items.length}
        aria-label={props.rowLabel(item)}
        tabIndex={key === focusable ? 0 : -1}
        class="row"
        onFocus={(event) => {
          if (event.target === event.currentTarget) setActive(key);
        }}
      >
        {props.render(item)}
      </div>,
    );
  }
  return (
    <div ref={scroller} class={`list ${props.class ?? ""}`} onScroll={scrolled}>
      <div role="feed" aria-label={props.label} aria-busy={props.busy === true} class="list-all" onKeyDown={keyed} style={{ height: `${offsets[items.length]}px` }}>
        <div class="list-seen" style={{ transform: `translateY(${offsets[first] ?? 0}px)` }}>
          {shown}
        </div>
      </div>
      {props.tail}
    </div>
  );
}
