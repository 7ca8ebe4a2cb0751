/** The files of conversations: {@link dev.dossier.files.ConversationFileManager}. */
@NullMarked
package dev.dossier.files;

import org.jspecify.annotations.NullMarked;
