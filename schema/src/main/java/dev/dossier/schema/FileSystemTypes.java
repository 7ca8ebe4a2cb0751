package dev.dossier.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells which kind of file system a directory lies on. */
@FunctionalInterface
interface FileSystemTypes {
    /** What this machine says. */
    FileSystemTypes OF_THIS_MACHINE = directory -> Files.getFileStore(directory).type();

    Pattern PREFIX = Pattern.compile("^fuse(blk)?\\.");

    Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afs",
            "afpfs",
            "ncpfs",
            "sshfs",
            "davfs",
            "davfs2",
            "webdav",
            "glusterfs",
            "ceph",
            "lustre",
            "gpfs",
            "ocfs2",
            "gfs2",
            "orangefs",
            "s3fs",
            "rclone",
            "gcsfuse",
            "goofys",
            "curlftpfs",
            "juicefs",
            "moosefs",
            "mfs");

    /** The name of the type, such as {@code ext4} or {@code nfs4}. */
    String of(Path directory) throws IOException;

    /** Whether files of this type are shared with other machines. */
    static boolean isNetwork(String type) {
        return NETWORK.contains(PREFIX.matcher(type.toLowerCase(Locale.ROOT)).replaceFirst(""));
    }
}
