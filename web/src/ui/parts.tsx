// Small parts that many views use.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "../text/safe";
import { Icon } from "./icons";

const k_status_icon: Record<string, string> = {
  verified: "check", failed: "cross", regressed: "cross", unverified: "info", unchanged: "list", proven: "check", refuted: "cross",
  unproven: "info", needs: "hand", running: "clock", warn: "hand",
};

export function Chip({ tone, children, icon = true }: { tone: string; children: ComponentChildren; icon?: boolean }) {
  return (
    <span class={`chip tone-${tone}`}>
      {icon && k_status_icon[tone] !== undefined ? <Icon name={k_status_icon[tone]!} /> : null}
      {children}
    </span>
  );
}

export function Dot({ tone, word }: { tone: string; word: string }) {
  return <span class={`dot tone-${tone}`} role="img" aria-label={word} title={word} />;
}

export function Fold({ label, children, open = false }: { label: ComponentChildren; children: ComponentChildren; open?: boolean }) {
  return (
    <details class="fold" open={open}>
      <summary>{label}</summary>
      {children}
    </details>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/// A sentence of plumb's own, whose `words in ticks` are code.
export function Ticks({ text }: { text: string }) {
  return <>{text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{plain(part)}</code> : plain(part)))}</>;
}

interface DialogProps {
  title: string;
  onClose(): void;
  children: ComponentChildren;
  class?: string;
}
/// A modal dialog: the browser keeps the focus in it and gives it back. It is gone, and the focus is back, when onClose is
/// called: the next key may come before the next frame, and must not go into a dialog that is about to go.
export function Dialog({ title, onClose, children, class: extra }: DialogProps) {
  const node = useRef<HTMLDialogElement>(null);
  const before = useRef<HTMLElement | null>(null);
  const gone = useRef(false);
  const leave = () => {
    if (gone.current) return false;
    gone.current = true;
    node.current?.close();
    before.current?.focus();
    return true;
  };
  const close = () => {
    if (leave()) onClose();
  };
  useEffect(() => {
    before.current = document.activeElement as HTMLElement | null;
    node.current?.showModal();
    return () => void leave();
  }, []);
  return (
    <dialog
      ref={node}
      class={`dialog ${extra ?? ""}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClose={close}
      onClick={(event) => {
        if (event.target === node.current) close();
      }}
    >
      <div class="dialog-in">
        <header>
          <h2>{title}</h2>
          <button type="button" class="quiet icon-only" aria-label="Close" onClick={close}>
            <Icon name="cross" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
