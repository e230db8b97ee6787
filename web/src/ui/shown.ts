// What several views point each other to.
import { signal } from "@preact/signals";

/// The step whose diff is shown, "" = all of them.
export const stepShown = signal("");
/// The file that is shown, "" = none.
export const fileShown = signal("");
