import { render } from "preact";
import "@preact/signals";
import { start } from "./state/app";
import { App } from "./ui/App";
import "./style/page.css";

const page = document.getElementById("page")!;
page.textContent = "";
render(<App />, page);
void start();
