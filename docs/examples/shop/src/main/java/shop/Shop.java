package shop;

import dev.dossier.schema.ClasspathMigrations;
import dev.dossier.schema.Schema;
import dev.dossier.schema.SqliteFile;
import java.nio.file.Path;

public class Shop {
    public static void main(String[] arguments) {
        var database = SqliteFile.at(Path.of(arguments[0])); // or any DataSource of SQLite or PostgreSQL
        var schema = Schema.named("shop").migrations(ClasspathMigrations.in("db/shop")).build();
        System.out.println("version " + schema.initialize(database).version());
    }
}
