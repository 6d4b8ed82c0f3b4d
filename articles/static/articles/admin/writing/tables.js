// Tables: the library's own steps, and what it does not know of: head, body and foot.

import { around, insertBlock, removeBlock } from "./commands.js";
import { pm } from "./library.js";

const { tables } = pm;

export function insertTable(editor) {
  const { schema, view } = editor;
  const { tableBox, table, tableRow, tableHeader, tableCell, line } = schema.nodes;
  const row = (cell, name, number) =>
    tableRow.create({ part: { name, number } }, [1, 2, 3].map(() => cell.create(null, line.create())));
  const rows = [row(tableHeader, "thead", 1), row(tableCell, "tbody", 2), row(tableCell, "tbody", 2)];
  insertBlock(view, tableBox.create(null, table.create(null, rows)));
  return true;
}

export const isInTable = (state) => tables.isInTable(state);

// A step of the library; new rows belong to the part of the table that the cursor was in.
function step(command) {
  return ({ view }) => {
    const row = around(view.state, "tableRow");
    return command(view.state, (tr) => {
      const part = partOfNew(view.state, row, command);
      tr.doc.descendants((node, pos) => {
        if (node.type.name === "tableRow" && !node.attrs.part && part) {
          tr.setNodeAttribute(pos, "part", part);
        }
        return node.type.name !== "tableRow";
      });
      view.dispatch(tr.scrollIntoView());
      view.focus();
    });
  };
}

// A row below the head begins the body.
function partOfNew(state, row, command) {
  const part = row?.node.attrs.part;
  if (command !== tables.addRowAfter || part?.name !== "thead") {
    return part;
  }
  const next = state.doc.resolve(row.pos + row.node.nodeSize).nodeAfter?.attrs.part;
  return next ?? { name: "tbody", number: part.number + 1 };
}

export const addRowBefore = step(tables.addRowBefore);
export const addRowAfter = step(tables.addRowAfter);
export const addColumnBefore = step(tables.addColumnBefore);
export const addColumnAfter = step(tables.addColumnAfter);
export const mergeCells = step(tables.mergeCells);
export const splitCell = step(tables.splitCell);
export const removeTable = removeBlock("tableBox");

export const removeRow = (editor) => unlessAll(editor, tables.deleteRow, "rows");
export const removeColumn = (editor) => unlessAll(editor, tables.deleteColumn, "columns");

// The last row or column goes with its table.
function unlessAll(editor, command, what) {
  const rect = tables.isInTable(editor.state) && tables.selectedRect(editor.state);
  const isAll = rect && (what === "rows"
    ? rect.top === 0 && rect.bottom === rect.map.height
    : rect.left === 0 && rect.right === rect.map.width);
  return isAll ? removeTable(editor) : step(command)(editor);
}

export function hasHeaderRow(state) {
  const table = around(state, "table");
  return Boolean(table?.node.firstChild.content.content.every(({ type }) => type.name === "tableHeader"));
}

// Makes the first row the head of the table, or a row of its body again.
export function toggleHeaderRow({ view }) {
  const { state } = view;
  const table = around(state, "table");
  if (!table) {
    return false;
  }
  const isOn = hasHeaderRow(state);
  const { tr, schema } = state;
  const first = table.node.firstChild;
  const next = table.node.maybeChild(1)?.attrs.part ?? { name: "tbody", number: 2 };
  const rowAt = table.pos + 1;
  const body = next.name === "tbody" ? next : { name: "tbody", number: 0 };
  tr.setNodeAttribute(rowAt, "part", isOn ? body : { name: "thead", number: -1 });
  first.forEach((cell, offset) => {
    const kind = isOn ? schema.nodes.tableCell : schema.nodes.tableHeader;
    tr.setNodeMarkup(rowAt + 1 + offset, kind, cell.attrs);
  });
  view.dispatch(tr);
  view.focus();
  return true;
}

// Leads to the table's caption, which is made where there is none.
export function editTableCaption({ view }) {
  const box = around(view.state, "tableBox");
  if (!box) {
    return false;
  }
  const { tr, schema } = view.state;
  if (box.node.firstChild.type.name !== "caption") {
    tr.insert(box.pos + 1, schema.nodes.caption.create());
  }
  tr.setSelection(pm.state.TextSelection.near(tr.doc.resolve(box.pos + 2)));
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return true;
}
