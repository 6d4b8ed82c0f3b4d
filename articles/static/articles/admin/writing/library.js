// The one door to Tiptap and ProseMirror, which the package django-prose-editor brings.

export {
  Dropcursor, Editor, Extension, Gapcursor, InputRule, Mark, Node, UndoRedo, getSchema, pm,
} from "../../../django_prose_editor/editor.js";
