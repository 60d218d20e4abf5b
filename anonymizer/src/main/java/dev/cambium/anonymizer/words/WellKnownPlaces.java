package dev.cambium.anonymizer.words;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Large cities that Datafaker has no list of, and all countries as Java knows them. */
final class WellKnownPlaces {

    static final Set<String> CITIES =
            new HashSet<>(
                    Arrays.asList(
                            """
                    london,paris,berlin,madrid,rome,roma,vienna,wien,prague,praha,warsaw,warszawa,budapest,
                    lisbon,lisboa,porto,dublin,brussels,bruxelles,amsterdam,rotterdam,copenhagen,stockholm,
                    oslo,helsinki,tallinn,riga,vilnius,athens,sofia,bucharest,belgrade,zagreb,ljubljana,
                    bratislava,hamburg,munich,münchen,köln,cologne,frankfurt,stuttgart,düsseldorf,dortmund,
                    essen,leipzig,bremen,dresden,hannover,nürnberg,zürich,zurich,genève,geneva,basel,bern,
                    lausanne,graz,linz,salzburg,innsbruck,lyon,marseille,toulouse,nice,nantes,strasbourg,
                    bordeaux,lille,dijon,milano,milan,torino,turin,napoli,naples,palermo,bologna,firenze,
                    barcelona,valencia,sevilla,seville,zaragoza,málaga,bilbao,kraków,krakow,gdańsk,poznań,
                    wrocław,łódź,moscow,kyiv,minsk,istanbul,ankara,izmir,cairo,lagos,nairobi,cape town,
                    johannesburg,tel aviv,dubai,tehran,baghdad,delhi,new delhi,mumbai,bangalore,kolkata,chennai,
                    beijing,shanghai,hong kong,tokyo,osaka,seoul,singapore,bangkok,jakarta,manila,hanoi,
                    sydney,melbourne,brisbane,perth,auckland,new york,los angeles,chicago,houston,phoenix,
                    philadelphia,san antonio,san diego,dallas,san jose,austin,jacksonville,columbus,
                    charlotte,san francisco,indianapolis,seattle,denver,washington,boston,nashville,detroit,
                    portland,las vegas,memphis,baltimore,milwaukee,albuquerque,tucson,fresno,sacramento,
                    atlanta,miami,oakland,minneapolis,cleveland,tampa,new orleans,orlando,pittsburgh,
                    cincinnati,salt lake city,madison,reno,redmond,mountain view,cupertino,fort worth,
                    toronto,montreal,montréal,vancouver,calgary,edmonton,ottawa,winnipeg,halifax,yellowknife,
                    mexico city,guadalajara,monterrey,bogotá,lima,santiago,buenos aires,são paulo,rio de janeiro,
                    brasília,salvador,são josé dos campos,manchester,birmingham,liverpool,leeds,glasgow,
                    edinburgh,bristol,cardiff,belfast,gothenburg,göteborg,malmö,aarhus,bergen,tampere,ghent,
                    antwerp,antwerpen,utrecht,the hague,den haag,eindhoven,lethbridge,cambridge,oxford
                    """
                                    .strip()
                                    .replace("\n", "")
                                    .split(",")));

    static final Set<String> COUNTRIES = countries();

    private WellKnownPlaces() {}

    private static Set<String> countries() {
        Set<String> names = new HashSet<>(Set.of("usa", "united kingdom", "uk", "holland"));
        for (String code : Locale.getISOCountries()) {
            Locale country = Locale.of("", code);
            for (String language : Arrays.asList("en", "de", "fr", "es", "it")) {
                names.add(
                        country.getDisplayCountry(Locale.forLanguageTag(language))
                                .toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
