package dev.dossier.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's nginx with its dav module: PUT to a file, GET by sendfile. It neither hashes nor calls fsync. */
final class Nginx {
    private Nginx() {}

    static ServerProcess start(Path directory) throws Exception {
        int port = ServerProcess.freePort();
        Files.writeString(Files.createDirectories(directory.resolve("files")).resolve("ready"), "ready");
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), """
                %s
                daemon off;
                worker_processes auto;
                pid %2$s/nginx.pid;
                error_log %2$s/error.log;
                events {}
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  client_max_body_size 0;
                  client_body_temp_path %2$s/tmp;
                  keepalive_requests 1000000;
                  server {
                    listen 127.0.0.1:%3$d;
                    root %2$s/files;
                    location / { dav_methods PUT; create_full_put_path on; }
                  }
                }
                """.formatted(
                        System.getProperty("user.name").equals("root") ? "user root;" : "", directory, port));
        return ServerProcess.start(
                port, "/ready", List.of("nginx", "-e", directory.resolve("error.log").toString(), "-c", configuration.toString()));
    }
}
